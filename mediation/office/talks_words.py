"""What the events that start a period of wage talks are called."""

from collections.abc import Mapping
from typing import Final

from mediation.office.records import Words

TRIGGERS: Final[Mapping[str, Words]] = {
    "received_on": Words("收到协商要约之日", "Receipt of the proposal"),
    "agreed_on": Words("同意协商之日", "Agreement to negotiate"),
    "vacant_since": Words("代表空缺之日", "Vacancy of a representative"),
    "first_session_on": Words("首次协商之日", "First session"),
    "suspended_on": Words("中止协商之日", "Suspension of the talks"),
    "resume_on": Words("约定恢复之日", "Day agreed for resuming"),
    "appointed_on": Words("代表产生之日", "Appointment of the representatives"),
    "vote_on": Words("表决之日", "Vote"),
    "adoption_notice_on": Words("收到通过的书面通知之日", "Written notice of adoption"),
    "concluded_on": Words("签订之日", "Conclusion of the contract"),
    "filed_on": Words("人社部门收到之日", "Receipt by the labour authority"),
    "effective_on": Words("生效之日", "Entry into force"),
    "term_until": Words("合同期满之日", "Expiry of the contract"),
    "term_ends_on": Words("合同期满之日", "Expiry of the contract"),
    "coordination_accepted_on": Words("受理协调之日", "Acceptance of coordination"),
}
