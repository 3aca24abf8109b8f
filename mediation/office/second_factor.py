"""The second factor of a sign-in: set up with an authenticator, renewed, switched off, taken off by an admin.

The secret is sealed for its cell. While it is being set up it lies in a draft of its own; what is in force stays until
a code of the new one was typed in.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config, seals
from mediation.access import needs_second_factor
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.models.session import AuthSession, RecoveryCode, TotpDraft
from mediation.models.user import User
from mediation.office import accounts, notices, second_factor_codes
from mediation.office.second_factor_codes import Spent

DRAFT_LASTS: Final = timedelta(minutes=30)
RECENT: Final = timedelta(minutes=15)
"""How long after a sign-in its password needn't be typed again to set a second factor up."""
DAY: Final = timedelta(days=1)
REASON_LONGEST: Final = 200
PAGE: Final = "/second-factor"


@dataclass(frozen=True)
class Draft:
    """What an authenticator is to be given: the secret in groups of four, and the address its QR code holds."""

    secret: str
    address: str


@dataclass(frozen=True)
class Standing:
    """How it stands with a user's second factor; `draft` while it is being set up, `codes_left` once it is."""

    on: bool
    needed: bool
    draft: Draft | None
    codes_left: int


def days_left(user: User, *, now: datetime) -> int | None:
    """Return the days in which the user may still work without the second factor that the role needs.

    0: none any more. None: there is nothing to set up, because it is, or because the role doesn't need it.
    """
    if user.totp_sealed is not None or not needs_second_factor(user):
        return None
    since = max(user.created_at, user.role_since or user.created_at)
    until = since + timedelta(days=config.settings().second_factor_grace_days)
    return max(0, math.ceil((until - now) / DAY))


def standing(session: Session, *, user: User, now: datetime) -> Standing:
    """Return how it stands with the user's own second factor."""
    stored, found = session.get_one(User, user.id), _draft(session, user.id, now)
    on = stored.totp_sealed is not None
    draft = None
    if found is not None:
        secret = _opened(found)
        draft = Draft(second_factor_codes.grouped(secret), second_factor_codes.address(secret, stored.name))
    left = second_factor_codes.unused(session, user.id) if on else 0
    return Standing(on, needs_second_factor(stored), draft, left)


def asks_password(user: User, sign_in: AuthSession, *, now: datetime) -> bool:
    """Tell whether the first set-up wants the password too: somebody else may sit at a browser left open."""
    return user.totp_sealed is None and now - sign_in.created_at > RECENT


def begin(session: Session, *, by: User, renew: bool = False, now: datetime) -> None:
    """Make a secret to set up; one that is being set up already goes on.

    To `renew` one that is in force the caller has proved who asks (sign_in.prove). Raises Conflict when there is one
    in force and none was to be renewed, and the other way round.
    """
    user = _locked(session, by)
    if (user.totp_sealed is not None) != renew:
        raise Conflict(N_("二次验证的状态已经变化，请刷新页面。"))
    if renew or _draft(session, user.id, now) is None:
        _drop_drafts(session, user)
        row = TotpDraft(user_id=user.id, secret_sealed=b"", made_at=now)
        secret = second_factor_codes.make_secret()
        row.secret_sealed = seals.seal(secret, table="totp_draft", column="secret", row=row.id)
        session.add(row)


def confirm(session: Session, code: str, *, by: User, now: datetime) -> list[str]:
    """Put the secret in force that is being set up, by a code of it; return ten fresh recovery codes.

    Every sign-in of the user ends: the caller opens a fresh one. Raises Conflict when the draft ran out, Refused for a
    wrong code.
    """
    user = _locked(session, by)
    found = _draft(session, user.id, now)
    if found is None:
        raise Conflict(N_("这次设置已超时，请重新开始。"))
    secret = _opened(found)
    step = second_factor_codes.step_of(secret, code, now=now)
    if step is None:
        raise Refused(Problem(N_("验证码与刚才添加的不符。请核对手机时间，输入最新的 6 位数字。"), "one_time_code"))
    act = "second_factor.renewed" if user.totp_sealed else "second_factor.set_up"
    user.totp_sealed = seals.seal(secret, table="user_account", column="totp", row=user.id)
    user.totp_last_step = step
    _drop_drafts(session, user)
    accounts.end_sessions(session, user.id, because="rotated", now=now)
    codes = second_factor_codes.new_recovery_codes(session, user, now=now)
    accounts.note(session, user, by.id, act, now, {})
    return codes


def renew_codes(session: Session, *, by: User, now: datetime) -> list[str]:
    """Make ten recovery codes in the place of those left; the caller has proved who asks (sign_in.prove)."""
    user = _with_factor(session, by)
    codes = second_factor_codes.new_recovery_codes(session, user, now=now)
    accounts.note(session, user, by.id, "second_factor.codes", now, {})
    return codes


def switch_off(session: Session, *, by: User, now: datetime) -> None:
    """Take the second factor out of the own account; the caller has proved who asks (sign_in.prove).

    Raises Refused where the role needs it.
    """
    user = _with_factor(session, by)
    if needs_second_factor(user):
        raise Refused(N_("您的岗位必须使用二次验证：可以更换，不能关闭。"))
    _take_off(session, user)
    accounts.note(session, user, by.id, "second_factor.off", now, {})


def reset(session: Session, name: str, *, reason: str, by: str, now: datetime) -> User:
    """Take the second factor off somebody's account, whose phone is gone; all sign-ins of it end, and it is told.

    Raises NotFound for an unknown name, Refused without a reason, Conflict when there is nothing to take off.
    """
    why = " ".join(reason.split())
    if not 0 < len(why) <= REASON_LONGEST:
        raise Refused(Problem(N_("请写明理由，最多 %(most)s 个字符。"), "reason", params={"most": REASON_LONGEST}))
    user = _locked(session, accounts.get(session, name))
    if user.totp_sealed is None:
        raise Conflict(Problem(N_("这个账户没有设置二次验证。"), "name", name))
    _take_off(session, user)
    accounts.end_sessions(session, user.id, because="rotated", now=now)
    accounts.note(session, user, by, "second_factor.reset", now, {"reason": why})
    _tell(session, user, N_("管理员取消了您账户的二次验证，请重新设置；不是您要求的，请立即联系管理员"), "reset", now)
    return user


def note_spent(session: Session, user: User, spent: Spent, *, now: datetime) -> int | None:
    """Note that a code was used: of a recovery code the history and the user are told; return how many are left."""
    if not spent.recovery:
        return None
    left = second_factor_codes.unused(session, user.id)
    accounts.note(session, user, user.id, "second_factor.recovery_used", now, {"left": left})
    _tell(session, user, N_("您的账户用了一个备用码；不是您本人用的，请立即修改密码并联系管理员"), "recovery", now)
    return left


def clear_out(session: Session, *, now: datetime) -> int:
    """Delete set-ups that nobody finished; return how many."""
    gone = session.execute(sa.delete(TotpDraft).where(col(TotpDraft.made_at) <= now - DRAFT_LASTS))
    return int(getattr(gone, "rowcount", 0))


def _locked(session: Session, who: User) -> User:
    """Return the account as it stands, held against any other change until this transaction ends."""
    held = select(User).where(User.id == who.id).with_for_update().execution_options(populate_existing=True)
    return session.exec(held).one()


def _with_factor(session: Session, by: User) -> User:
    user = _locked(session, by)
    if user.totp_sealed is None:
        raise Conflict(N_("二次验证的状态已经变化，请刷新页面。"))
    return user


def _take_off(session: Session, user: User) -> None:
    user.totp_sealed, user.totp_last_step = None, None
    _drop_drafts(session, user)
    session.execute(sa.delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))


def _draft(session: Session, user_id: str, now: datetime) -> TotpDraft | None:
    fresh = col(TotpDraft.made_at) > now - DRAFT_LASTS
    return session.exec(select(TotpDraft).where(TotpDraft.user_id == user_id, fresh)).first()


def _drop_drafts(session: Session, user: User) -> None:
    session.execute(sa.delete(TotpDraft).where(col(TotpDraft.user_id) == user.id))


def _opened(draft: TotpDraft) -> str:
    return seals.open(draft.secret_sealed, table="totp_draft", column="secret", row=draft.id)


def _tell(session: Session, user: User, message: str, what: str, now: datetime) -> None:
    """Tell the owner of an account, at once, what somebody did to it."""
    for station_id in user.station_ids[:1]:
        notices.tell(
            session, station_id=station_id, people=[user.id], kind="system", urgency="immediate", message=message,
            key=f"second_factor:{what}:{now.isoformat()}", target=PAGE, now=now,
        )  # fmt: skip
