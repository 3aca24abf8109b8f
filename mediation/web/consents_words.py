"""Words of consent, invitations, service of papers and times offered: codes, what each question means, acts, fields."""

from __future__ import annotations

from mediation.domain.refusals import N_

ABOUT = {
    "mediation": N_("同意调解"),
    "extension": N_("同意延长调解期限"),
    "recording": N_("同意录音录像"),
    "interpreter": N_("同意由指定的人口译"),
    "data_sharing": N_("同意把个人信息交给其他单位的窗口"),
    "open_session": N_("同意公开调解"),
}
MEANINGS = {
    "mediation": N_("愿意由本站主持调解；可以随时要求终止，不影响申请仲裁或者起诉。"),
    "extension": N_("调解期限届满后继续调解；须双方都同意。延长期间仲裁时效的计算以法律规定为准。"),
    "recording": N_("调解过程录音、录像；没有全部在场当事人的同意，不录音、不录像。"),
    "interpreter": N_("由写明的这个人翻译；认为翻译不准的，可以要求更换。"),
    "data_sharing": N_("把姓名、联系方式和本案材料交给写明的单位（例如律师事务所、派出所）办理；可以只同意一部分。"),
    "open_session": N_("允许其他人旁听；一方不同意的，不公开。"),
}
BASES = {
    "mediation": N_("《人民调解法》第十七条、第二十三条"),
    "extension": N_("《企业劳动争议协商调解规定》第二十九条"),
    "recording": N_("《个人信息保护法》第十四条；是否录制由当事人决定（条文待核）"),
    "interpreter": N_("当事人自愿；没有专门规定（待核）"),
    "data_sharing": N_("《个人信息保护法》第二十三条：向其他处理者提供，须告知并取得单独同意"),
    "open_session": N_("《企业劳动争议协商调解规定》第二十四条、《人民调解法》第二十三条"),
}
WAYS = {
    "in_person": N_("当面"),
    "phone": N_("电话"),
    "message": N_("短信、微信"),
    "letter": N_("书面"),
    "inquiry": N_("语音短信征询，已核实"),
}
SAID = {"yes": N_("同意"), "no": N_("不同意")}
TAKEN = {"taken": N_("已接收"), "refused": N_("拒收")}
CHANNELS = {
    "in_person": N_("当面"),
    "phone": N_("电话"),
    "message": N_("短信、微信"),
    "post": N_("邮寄"),
    "through_union": N_("由工会、他人转达"),
    "left_at_place": N_("留在住所、单位"),
}
INVITATION_STATES = {
    "made": N_("已制作"),
    "sent": N_("已发出"),
    "delivered": N_("已送达"),
    "failed": N_("未送达"),
    "answered": N_("已答复"),
    "withdrawn": N_("已撤回"),
}
INVITATION_DEEDS = {
    "sent": N_("已发出"),
    "delivered": N_("已送达、已接通"),
    "failed": N_("没有送达"),
    "answered": N_("已答复"),
    "withdrawn": N_("撤回"),
}
SERVICE_MODES = {
    "in_person": N_("直接送达"),
    "post": N_("邮寄送达"),
    "message": N_("电子送达"),
    "left_at_place": N_("留置送达"),
    "through_other": N_("委托、转交送达"),
    "notice": N_("公告送达"),
}
SLOT_STATES = {"offered": N_("待答复"), "accepted": N_("可以"), "declined": N_("不行"), "lapsed": N_("已失效")}
CONSENT_TABLES = {
    "consent_about": ABOUT, "consent_meaning": MEANINGS, "consent_basis": BASES, "consent_way": WAYS,
    "consent_said": SAID, "invitation_channel": CHANNELS, "invitation_state": INVITATION_STATES,
    "invitation_deed": INVITATION_DEEDS, "service_mode": SERVICE_MODES, "service_taken": TAKEN,
    "slot_state": SLOT_STATES,
}  # fmt: skip
CONSENT_ACTS = {
    "consent.note": N_("登记同意或者不同意"),
    "invitation.make": N_("邀请当事人"),
    "invitation.move": N_("登记邀请结果"),
    "service.note": N_("登记送达"),
    "times.offer": N_("提供调解时间"),
    "times.answer": N_("登记对调解时间的答复"),
    "times.withdraw": N_("收回提供的时间"),
}
CONSENT_NOTED = {
    "consent_about": "consent_about", "consent_agreed": "consent_said", "consent_way": "consent_way",
    "invitation_channel": "invitation_channel", "invitation_state": "invitation_state", "service_mode": "service_mode",
    "service_taken": "service_taken", "slot_state": "slot_state",
}  # fmt: skip
CONSENT_LABELS = {
    "share_basis": N_("交给谁、依据的法定职责"),
    "consent_about": N_("事项"),
    "consent_agreed": N_("答复"),
    "consent_way": N_("答复方式"),
    "said_at": N_("答复时间"),
    "invitation_channel": N_("邀请方式"),
    "invitation_state": N_("邀请状态"),
    "invitation_note": N_("没有送达的原因、经过"),
    "answer_by": N_("请对方答复的期限"),
    "service_mode": N_("送达方式"),
    "service_taken": N_("是否接收"),
    "served_on": N_("送达日期"),
    "slot_times": N_("调解时间"),
    "slot_state": N_("对时间的答复"),
}
FIELD_NAMES = {
    **CONSENT_LABELS,
    "about": N_("事项"),
    "agreed": N_("答复"),
    "way": N_("答复方式"),
    "said_on": N_("答复日期"),
    "said_time": N_("时间"),
    "spoken_by": N_("由谁答复"),
    "words": N_("理由、条件、原话"),
    "evidence_id": N_("凭据"),
    "sitting_id": N_("调解会"),
    "safely": N_("安全联系"),
    "receiver": N_("由谁接收"),
    "document_id": N_("文书"),
    "service_refused": N_("拒收"),
    "place": N_("地点"),
    "relation": N_("与当事人的关系"),
    "service_note": N_("拒收理由、见证人，邮件号码"),
    "side": N_("先问哪一方"),
    "minutes": N_("时长"),
    "room_id": N_("调解室"),
    "mediator_id": N_("调解员"),
    "recorder_id": N_("记录人"),
    "on": N_("日期"),
    "begins": N_("开始"),
}
