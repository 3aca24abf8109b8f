"""Words of sessions and of the ledger of offers: forms, states, attendance, acts and fields."""

from __future__ import annotations

from mediation.domain.refusals import N_

FORMS = {
    "joint": N_("当面（双方同场）"),
    "separate": N_("背靠背（分别进行）"),
    "phone": N_("电话"),
    "video": N_("视频"),
}
STATES = {"planned": N_("已安排"), "open": N_("正在进行"), "held": N_("已举行"), "cancelled": N_("已取消")}
ATTENDANCE = {
    "expected": N_("未登记"),
    "present": N_("到场"),
    "late": N_("迟到"),
    "left_early": N_("中途退场"),
    "excused": N_("请假缺席"),
    "no_show": N_("未到"),
}
WITH = {"joint": N_("双方"), "applicant": N_("申请人"), "respondent": N_("被申请人"), "pause": N_("休息")}
FACTS = {"agreed": N_("无争议"), "disputed": N_("有争议"), "withdrawn": N_("已撤回")}
DEEDS = {**FACTS, "up": N_("上移"), "down": N_("下移")}
OFFERS = {
    "open": N_("待答复"),
    "accepted": N_("已接受"),
    "rejected": N_("被拒绝"),
    "countered": N_("已还价"),
    "withdrawn": N_("已撤回"),
    "lapsed": N_("已被新方案取代"),
}
RECORDINGS = {"none": N_("不录音录像"), "audio": N_("只录音"), "video": N_("录音并录像")}
PUBLIC = {"no": N_("不公开"), "yes": N_("公开（其他人可以旁听）")}
TURNS = {
    "applicant": N_("等待申请人答复"),
    "respondent": N_("等待被申请人答复"),
    "mediator": N_("方案待调解员转告"),
    "both": N_("等待任一方提出方案"),
    "nobody": N_("已有被接受的方案"),
}
NOTES = {"private": N_("内部"), "shared": N_("公开")}
TOLD = {"yes": N_("已转告对方"), "no": N_("暂不转告")}
SITTING_TABLES = {
    "note_kind": NOTES, "offer_told": TOLD, "sitting_recording": RECORDINGS, "sitting_public": PUBLIC,
    "sitting_form": FORMS, "sitting_state": STATES, "attendance": ATTENDANCE, "talking_with": WITH, "fact_state": FACTS,
    "fact_deed": DEEDS, "case_offer_state": OFFERS, "offer_turn": TURNS,
}  # fmt: skip
SITTING_ACTS = {
    "sitting.plan": N_("安排调解会"),
    "sitting.move": N_("更改调解会安排"),
    "sitting.cancel": N_("取消调解会"),
    "sitting.open": N_("开始调解会"),
    "sitting.attend": N_("登记到场情况"),
    "sitting.turn": N_("调解会转换谈话对象"),
    "sitting.end": N_("结束调解会"),
    "sitting.record": N_("登记录音录像和是否公开"),
    "sitting.enter": N_("补录调解会"),
    "note.write": N_("记录调解会内容"),
    "note.share": N_("公开本人的内部记录"),
    "fact.add": N_("登记事实"),
    "fact.change": N_("更改事实清单"),
    "offer.note": N_("记录方案"),
    "offer.tell": N_("转告方案"),
    "offer.answer": N_("登记方案的答复"),
    "room.add": N_("新增调解室"),
    "room.edit": N_("更改调解室"),
}
SITTING_LABELS = {
    "sitting_number": N_("第几次调解会"),
    "starts_at": N_("时间"),
    "moved_from": N_("原定时间"),
    "sitting_form": N_("形式"),
    "sitting_came": N_("到场"),
    "talking_with": N_("谈话对象"),
    "sitting_state": N_("状态"),
    "times_lapsed": N_("收回的约定时间"),
    "note_kind": N_("记录"),
    "fact_state": N_("是否有争议"),
    "fact_deed": N_("更改"),
    "offer_number": N_("第几个方案"),
    "offer_side": N_("哪一方"),
    "offer_state": N_("答复"),
    "offer_told": N_("转告"),
    "offer_made_at": N_("补录：提出的时间"),
    "recording": N_("录音录像"),
    "in_public": N_("是否公开"),
    "room_name": N_("调解室"),
}
SITTING_NOTED = {
    "sitting_form": "sitting_form", "talking_with": "talking_with", "sitting_state": "sitting_state",
    "note_kind": "note_kind", "fact_state": "fact_state", "fact_deed": "fact_deed", "offer_state": "case_offer_state",
    "offer_side": "side", "offer_told": "offer_told", "recording": "sitting_recording",
    "in_public": "sitting_public",
}  # fmt: skip
FIELD_NAMES = {
    "on": N_("日期"),
    "begins": N_("开始时间"),
    "minutes": N_("时长"),
    "ends": N_("结束时间"),
    "recording": N_("录音录像"),
    "in_public": N_("是否公开"),
    "made_on": N_("提出的日期"),
    "made_time": N_("提出的时间"),
    "room_id": N_("调解室"),
    "mediator_id": N_("调解员"),
    "recorder_id": N_("记录人"),
    "sitting_form": N_("形式"),
    "interpreter": N_("翻译"),
    "guests": N_("受邀协助人员"),
    "cancelled_why": N_("取消原因"),
    "attendance": N_("到场情况"),
    "talking_with": N_("谈话对象"),
    "result": N_("本次结果"),
    "words": N_("记录内容"),
    "speaker_id": N_("发言人"),
    "fact_words": N_("事实"),
    "fact_state": N_("是否有争议"),
    "offer_side": N_("哪一方"),
    "amount": N_("金额"),
    "pay_on": N_("付款日期"),
    "count": N_("期数"),
    "each": N_("每期金额"),
    "months": N_("间隔"),
    "other_terms": N_("其他条件"),
    "room_name": N_("调解室名称"),
    "seats": N_("座位"),
}
"""What the fields of the forms are called beside their errors."""
