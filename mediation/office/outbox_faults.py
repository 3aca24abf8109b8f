"""Why a mail or a call didn't go out, as codes that hold no address, and what each means and asks for."""

from collections.abc import Mapping
from typing import Final

from mediation.domain.refusals import N_
from mediation.office.records import Said


class Undelivered(Exception):  # noqa: N818 - house word
    """One try failed. `code` is a word of FAULTS, with the answer's number after a colon where there was one."""

    def __init__(self, code: str, *, permanent: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


_TELL_ADMIN = N_("请系统管理员核对“邮件与接口”中的设置，发送测试邮件成功后再重新发送。")
_WAIT = N_("系统会自动重试；多次失败后请与邮件服务商联系，再重新发送。")
_TELL_MESSENGER = N_("请系统管理员核对接收地址，确认对方服务正常后再重新发送。")

FAULTS: Final[Mapping[str, tuple[str, str]]] = {
    "no_route": (N_("本站没有启用的邮件服务器"), _TELL_ADMIN),
    "name": (N_("找不到邮件服务器的域名"), _TELL_ADMIN),
    "connect": (N_("连不上邮件服务器"), _TELL_ADMIN),
    "timeout": (N_("邮件服务器在规定时间内没有应答"), _WAIT),
    "tls": (N_("无法与邮件服务器建立加密连接，证书可能不受信任"), _TELL_ADMIN),
    "starttls": (N_("邮件服务器不支持 STARTTLS 加密"), _TELL_ADMIN),
    "auth": (N_("邮件服务器拒绝了用户名或密码"), _TELL_ADMIN),
    "no_login": (N_("邮件服务器不支持用户名登录"), _TELL_ADMIN),
    "busy": (N_("邮件服务器暂时不收（应答 %(answer)s）"), _WAIT),
    "sender": (N_("邮件服务器不接受本站的发件地址（应答 %(answer)s）"), _TELL_ADMIN),
    "recipient": (N_("收件人的地址被拒收（应答 %(answer)s）"), N_("请收件人在“通知设置”中更正邮箱地址，再重新发送。")),
    "content": (N_("邮件服务器拒收这封邮件（应答 %(answer)s）"), _WAIT),
    "refused": (N_("邮件服务器拒绝服务（应答 %(answer)s）"), _TELL_ADMIN),
    "disconnected": (N_("邮件服务器中途断开了连接"), _WAIT),
    "address_gone": (N_("收件人已停用、离开本站或没有确认过的邮箱"), N_("不必处理；通知仍在系统内。")),
    "outdated": (N_("内容已经过时：通知已在系统内阅读，或验证码已失效"), N_("不必处理。")),
    "sender_died": (N_("发送程序多次中途退出"), N_("请系统管理员检查后台任务是否正常，再重新发送。")),
    "program": (N_("邮件无法生成"), N_("请将这一条的时间告知系统管理员。")),
    "hook.gone": (N_("本站没有启用的消息接口"), _TELL_MESSENGER),
    "hook.url": (N_("接收地址不是可用的 https 地址"), _TELL_MESSENGER),
    "hook.private": (N_("接收地址指向内部网络，系统不予发送"), _TELL_MESSENGER),
    "hook.name": (N_("找不到接收地址的域名"), _TELL_MESSENGER),
    "hook.connect": (N_("连不上接收地址"), _TELL_MESSENGER),
    "hook.tls": (N_("无法与接收地址建立加密连接，证书可能不受信任"), _TELL_MESSENGER),
    "hook.timeout": (N_("接收地址在规定时间内没有应答"), _TELL_MESSENGER),
    "hook.redirect": (N_("接收地址要求转到别处（应答 %(answer)s），系统不予跟随"), _TELL_MESSENGER),
    "hook.status": (N_("接收地址没有收下（应答 %(answer)s）"), _TELL_MESSENGER),
    "hook.answer": (N_("接收地址的应答无法理解"), _TELL_MESSENGER),
}


def why(code: str) -> Said:
    """Return in words what a try ran into."""
    name, _, answer = code.partition(":")
    return Said(FAULTS[name][0], {"answer": answer}) if answer else Said(FAULTS[name][0])


def remedy(code: str) -> Said:
    """Return in words what to do about it."""
    return Said(FAULTS[code.partition(":")[0]][1])
