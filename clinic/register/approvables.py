"""What two people do about clinics."""

from clinic.register.payee_change import PAYEE_CHANGE
from wastebank.approvals.approvable import Approvable

APPROVABLES: list[Approvable] = [PAYEE_CHANGE]
