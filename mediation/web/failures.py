"""What is shown when something is refused or fails: never a bare line, never a detail that helps an attacker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from mediation.domain.refusals import N_, Refused
from mediation.web.session import SignedOut
from mediation.web.typed import Typed
from mediation.web.typed_words import kept, readable

SAID = {
    400: (N_("请求无法处理"), N_("请返回上一页重试。")),
    403: (N_("无权进行此操作"), N_("您的角色无此权限。如有疑问，请联系站长。")),
    404: (N_("没有找到"), N_("页面不存在，或者您无权查看。")),
    405: (N_("请求无法处理"), N_("请返回上一页重试。")),
    409: (N_("情况已经变化"), N_("他人刚刚修改过，或者已不在可以办理的状态。请刷新后查看。")),
    413: (N_("内容太大"), N_("提交的内容超过了上限。")),
    422: (N_("不能办理"), N_("请按下面的说明改正后再试。")),
    429: (N_("请稍候"), N_("操作太频繁，请过一会儿再试。")),
    500: (N_("系统出错"), N_("本次操作没有保存。请稍后再试；仍有问题的，请将编号告知系统管理员。")),
}
SIGNED_OUT = N_("登录已结束，文件没有保存。请重新登录后再上传。")


def is_form_fault(refused: Refused) -> bool:
    """Tell whether the refusal is about what was typed, so that the form is shown again."""
    return refused.status == 422


def keep_faults(refused: Refused, typed: Typed) -> None:
    """Keep in the form what is wrong with it, so that it is shown again. Raises what is no fault of the form."""
    if not is_form_fault(refused):
        raise refused
    typed.problems = refused.problems


def install(app: Flask) -> None:
    """Register the pages for refusals, HTTP errors, stale forms and faults."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(SignedOut, stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _fault)


def failure_page(status: int, **shown: object) -> ResponseReturnValue:
    """Return the page for an HTTP status."""
    heading, text = SAID.get(status, SAID[500 if status >= 500 else 400])
    page: dict[str, object] = {"heading": gettext(heading), "text": gettext(text), "problems": (), "reference": ""}
    page |= {"unstored": ()}
    return render_template("error.html", **(page | {"back": _back()} | shown)), status


def stale_form(error: HTTPException | None = None) -> ResponseReturnValue:
    """Show what was typed again and ask to send it once more: the token had run out, or the sign-in had.

    A form sent from another site is not repeated: a click there must not become an act here.
    """
    if not _from_here():
        return failure_page(400)
    signed_out = getattr(g, "user", None) is None
    try:
        return held(request.form.items(multi=True)), 401 if signed_out else 400
    except RequestEntityTooLarge:  # files, of which a stranger may send no more than other forms hold
        return failure_page(413, text=gettext(SIGNED_OUT) if signed_out else gettext(SAID[413][1]))


def held(typed: Iterable[tuple[str, str]], removed: Mapping[str, str] | None = None) -> str:
    """Return the page that shows what was typed and sends it again; `removed` names what was taken out, by field."""
    fields = kept(typed)
    signed_out = getattr(g, "user", None) is None
    return render_template(
        "held.html", kept=fields, told=readable(fields), signed_out=signed_out, removed=removed or {}
    )


def _from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return origin.startswith(request.host_url.rstrip("/"))


def _back() -> str:
    """Return the address within this site that the reader came from; empty where there is none."""
    came = request.referrer or ""
    path = came.removeprefix(request.host_url.rstrip("/"))
    return path if path != came and path.startswith("/") and path != request.path else ""


def _refused(refused: Refused) -> ResponseReturnValue:
    """Say why; where others were faster, what was typed stays in sight to be copied."""
    unstored = readable(request.form.items(multi=True)) if refused.status == 409 else ()
    return failure_page(refused.status, problems=() if refused.status == 404 else refused.problems, unstored=unstored)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    return failure_page(error.code or 500)


def _fault(error: Exception) -> ResponseReturnValue:
    """Name the request, whose fault Flask has logged with it."""
    return failure_page(500, reference=getattr(g, "request_id", ""))
