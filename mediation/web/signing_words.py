"""Words of signing: roles, states, ways, acts and fields."""

from __future__ import annotations

from mediation.domain.refusals import N_

ROLES = {
    "party": N_("当事人"),
    "representative": N_("代理人"),
    "group_worker": N_("劳动者（附件名单）"),
    "mediator": N_("调解员"),
    "recorder": N_("记录人"),
    "seal": N_("调解组织印章"),
}
STATES = {
    "waiting": N_("待签"),
    "signed": N_("已签"),
    "refused": N_("拒签"),
    "void": N_("作废"),
}
WAYS = {
    "phone": N_("手机手写签名"),
    "pad": N_("手写板签名"),
    "paper": N_("纸上签名"),
    "seal": N_("盖章"),
    "fingerprint": N_("按指印"),
}
SOURCES = {"own": N_("本站自签"), "uploaded": N_("上传的证书")}
SIGNING_TABLES = {
    "signer_role": ROLES, "signed_state": STATES, "signed_way": WAYS, "certificate_source": SOURCES,
}  # fmt: skip
SIGNING_ACTS = {
    "floor.note": N_("记录低于测算金额的本人理由"),
    "floor.read_back": N_("向本人宣读理由"),
    "floor.second": N_("第二人复核低于测算的金额"),
    "settlement.correct": N_("起草更正协议"),
    "settlement.replaced": N_("协议由更正后的协议代替"),
    "signature.list": N_("建立签署清单"),
    "signature.code": N_("生成签署二维码"),
    "signature.agent": N_("指定由谁签署"),
    "signature.given": N_("签署协议"),
    "signature.refused": N_("拒绝签署"),
    "signature.again": N_("撤回签署，重新签"),
    "document.signed": N_("协议全部签署，生成签署本"),
    "certificate.made": N_("启用签名证书"),
}
SIGNING_NOTED = {
    "signer_role": "signer_role", "way_signed": "signed_way", "certificate_source": "certificate_source",
}  # fmt: skip
SIGNING_LABELS = {
    "signer_role": N_("签署人身份"),
    "way_signed": N_("签署方式"),
    "certificate_source": N_("证书来源"),
    "fingerprint_sha256": N_("证书指纹"),
    "floor_agreed": N_("约定金额"),
    "floor_worked": N_("测算金额"),
    "second_agrees": N_("复核意见"),
    "second_says": N_("复核理由"),
    "read_back_to": N_("向谁宣读"),
    "refused_why": N_("拒签理由"),
    "signers": N_("签署人"),
    "evidence_id": N_("扫描件"),
    "agrees": N_("阅读确认"),
    "lines": N_("手写签名"),
    "amounts": N_("约定金额"),
    "agent": N_("代理人"),
    "password": N_("证书密码"),
}
