"""Who may what: every address, method by method. A new address fails the test until it is here.

Letters: O operator, C clerk, L lead, T treasurer, M manager, U auditor, A administrator.
`all` is everybody, signed in or not; `member` is a member's own open passbook. A method that is
not named for an address is answered 405.
"""

TABLE = """
GET  healthz                                    all
GET  readyz                                     all
GET  login/                                     all
POST login/                                     all
POST logout/                                    all
GET  password/                                  staff
POST password/                                  staff
GET  tokens/                                    staff
POST tokens/                                    staff
POST tokens/<int:token_id>/end/                 staff
GET  link/<str:code>/                           all
POST link/<str:code>/                           all
POST language/                                  all
GET  <home>                                     all
GET  setup/                                     all
POST setup/                                     all
GET  setup/person/                              all
POST setup/person/                              all
GET  setup/restore/                             all
GET  prices/                                    all
GET  prices/poster/                             all
GET  check/                                     all
POST check/                                     all
GET  parts/                                     all
GET  help/                                      all
GET  help/<slug:chapter>/                       all

GET  member/                                    all
POST member/                                    all
POST member/leave/                              all
POST member/frames/                             all
GET  member/passbook/                           member
GET  member/deposits/<str:number>/              member
GET  member/statement/                          member
GET  member/pin/                                member
POST member/pin/                                member
GET  member/visits/                             member
GET  member/visits/<int:entry_id>/              member
GET  member/clinics/<str:code>/                 member

GET  sw.js                                      all
GET  manifest.webmanifest                       all
GET  counter/offline/                           all
GET  counter/offline/session/                   all
POST counter/offline/register/                  OM
GET  counter/offline/snapshot/                  OM
POST counter/offline/sync/                      OM
GET  counter/                                   OM
GET  counter/find/                              OM
POST counter/find/                              OM
POST counter/frames/                            OM
GET  counter/weigh/<str:number>/                OM
POST counter/weigh/<str:number>/                OM
GET  counter/group/                             OM
GET  counter/group/weigh/                       OM
POST counter/group/weigh/                       OM
POST counter/group/find/                        OM
POST counter/group/record/                      OM
GET  counter/day/                               OTMUA
GET  counter/day/sheet/                         OTMUA
POST counter/day/close/                         OTM
GET  counter/receipts/<str:number>/             OTMUA
POST counter/receipts/<str:number>/void/        OTM
POST counter/receipts/<str:number>/print/       OTMUA
GET  counter/enrol/                             OM
POST counter/enrol/                             OM
GET  counter/members/<str:number>/              OM
POST counter/members/<str:number>/group/        OM
POST counter/members/<str:number>/issue/        OM
POST counter/members/<str:number>/hand-over/    OM
POST counter/cards/<int:card_id>/pin/           OM
POST counter/cards/<int:card_id>/replace/       OM
POST counter/cards/<int:card_id>/block/         OM
POST counter/cards/paper/                       OM
GET  counter/cards/blank/                       OM
POST counter/cards/blank/                       OM

GET  clinic/                                    CL
POST clinic/                                    CL
POST clinic/frames/                             CL
GET  clinic/open/<int:visit_id>/                CL
POST clinic/open/<int:visit_id>/                CL
GET  clinic/visits/                             CL
GET  clinic/visits/<str:number>/                CL
POST clinic/visits/<str:number>/print/          CL
POST clinic/visits/<str:number>/cancel/         CL
GET  clinic/tariffs/                            LM
POST clinic/tariffs/                            LM
GET  clinic/tariffs/services/                   LM
POST clinic/tariffs/services/                   LM
POST clinic/tariffs/<int:tariff_id>/withdraw/   LM
POST clinic/tariffs/sheet/                      LM
GET  clinic/tariffs/import/                     LM
POST clinic/tariffs/import/                     LM
GET  clinic/tariffs/import/<uuid:key>/          LM
POST clinic/tariffs/import/<uuid:key>/          LM
GET  clinic/tariffs/import/<uuid:key>/progress/ LM
POST clinic/tariffs/import/<uuid:key>/drop/     LM
POST clinic/tariffs/import/<uuid:key>/rows/     LM

GET  office/setup/                              TMUA
GET  office/setup/bank/                         MA
POST office/setup/bank/                         MA
GET  office/setup/materials/                    TM
GET  office/setup/staff/                        MA
POST office/setup/staff/                        MA
POST office/setup/staff/role/                   MA
GET  office/setup/backup/                       MA
POST office/setup/backup/                       MA
POST office/setup/backup/words/                 MA
GET  office/backups/                            TMUA
GET  office/setup/member/                       MA
GET  office/setup/receipt/                      MA
POST office/setup/<slug:step>/keep/             MA
GET  office/                                    TMUA
POST office/figures/<slug:name>/file/           TMUA
GET  office/approvals/                          OLTMUA
GET  office/approvals/limits/                   TMUA
POST office/approvals/limits/<slug:limit>/      TMA
GET  office/approvals/<int:approval>/           OLTMUA
POST office/approvals/<int:approval>/agree/     TMA
POST office/approvals/<int:approval>/decline/   TMA
POST office/approvals/<int:approval>/withdraw/  OLTMA
GET  office/deposits/                           OTMUA
POST office/deposits/file/                      OTMUA
GET  office/days/                               OTMUA
GET  office/days/closed/                        OTMUA
POST office/days/closed/file/                   OTMUA
POST office/days/deposits/<str:number>/look/    TM
GET  office/days/deposits/<str:number>/         OTMUA
POST office/days/deposits/<str:number>/void/    OTM
GET  office/members/                            OTMUA
POST office/members/                            OTMUA
POST office/members/file/                       OTMUA
POST office/members/<str:number>/file/          OTMUA
POST office/members/<str:number>/group/         OM
GET  office/members/import/                     M
POST office/members/import/                     M
GET  office/members/import/<uuid:key>/          M
POST office/members/import/<uuid:key>/          M
GET  office/members/import/<uuid:key>/progress/ M
POST office/members/import/<uuid:key>/drop/     M
POST office/members/import/<uuid:key>/rows/     M
GET  office/members/<str:number>/correct/       OM
POST office/members/<str:number>/correct/       OM
GET  office/members/<str:number>/               OTMUA
GET  office/cards/                              OM
GET  office/cards/list/                         OTMUA
POST office/cards/list/file/                    OTMUA
POST office/cards/order/                        OM
POST office/cards/sheet/                        OM
GET  office/prices/                             TMUA
POST office/prices/file/                        TMUA
POST office/prices/sheet/                       TMUA
GET  office/prices/materials/                   TMUA
POST office/prices/materials/file/              TMUA
GET  office/prices/new/                         TM
POST office/prices/new/                         TM
GET  office/setup/materials/                    TM
POST office/setup/materials/                    TM
GET  office/setup/clinic/                       MA
POST office/setup/clinic/                       MA
GET  office/prices/starter/                     TM
POST office/prices/starter/                     TM
GET  office/prices/import/                      TM
POST office/prices/import/                      TM
GET  office/prices/import/<uuid:key>/           TM
POST office/prices/import/<uuid:key>/           TM
GET  office/prices/import/<uuid:key>/progress/  TM
POST office/prices/import/<uuid:key>/drop/      TM
POST office/prices/import/<uuid:key>/rows/      TM
GET  office/prices/materials/import/                      TM
POST office/prices/materials/import/                      TM
GET  office/prices/materials/import/<uuid:key>/           TM
POST office/prices/materials/import/<uuid:key>/           TM
GET  office/prices/materials/import/<uuid:key>/progress/  TM
POST office/prices/materials/import/<uuid:key>/drop/      TM
POST office/prices/materials/import/<uuid:key>/rows/      TM
GET  office/prices/of/<slug:code>/              TMUA
POST office/prices/of/<slug:code>/              TM
POST office/prices/of/<slug:code>/take/         TM
GET  office/prices/of/<slug:code>/correct/      TM
POST office/prices/of/<slug:code>/correct/      TM
POST office/prices/of/<slug:code>/withdraw/<int:price_id>/  TM
GET  office/clinics/                            TMUA
GET  office/clinics/new/                        MA
POST office/clinics/new/                        MA
GET  office/clinics/list/                       MA
POST office/clinics/list/file/                  MA
GET  office/clinics/import/                     MA
POST office/clinics/import/                     MA
GET  office/clinics/import/<uuid:key>/          MA
POST office/clinics/import/<uuid:key>/          MA
GET  office/clinics/import/<uuid:key>/progress/ MA
POST office/clinics/import/<uuid:key>/drop/     MA
POST office/clinics/import/<uuid:key>/rows/     MA
GET  office/clinics/visits/                     TMUA
POST office/clinics/visits/file/                TMUA
GET  office/search/                             OTMUA
POST office/search/                             OTMUA
GET  office/book/                               TMUA
POST office/book/file/                          TMUA
GET  office/book/check/                         TMUA
POST office/book/check/                         TMUA
GET  office/book/accounts/                      TMUA
POST office/book/accounts/file/                 TMUA
GET  office/book/accounts/<str:code>/           TMUA
POST office/book/accounts/<str:code>/file/      TMUA
GET  office/log/                                MUA
POST office/log/file/                           MUA
GET  office/staff/                              LMA
POST office/staff/file/                         LMA
GET  office/staff/new/                          LMA
POST office/staff/new/                          LMA
GET  office/staff/import/                       LMA
POST office/staff/import/                       LMA
GET  office/staff/import/<uuid:key>/            LMA
POST office/staff/import/<uuid:key>/            LMA
GET  office/staff/import/<uuid:key>/progress/   LMA
POST office/staff/import/<uuid:key>/drop/       LMA
POST office/staff/import/<uuid:key>/rows/       LMA
GET  office/staff/people/<str:username>/        LMA
POST office/staff/people/<str:username>/post/   LMA
POST office/staff/people/<str:username>/link/   LMA
POST office/staff/people/<str:username>/active/ LMA
POST office/staff/people/<str:username>/member/ MA
GET  office/staff/people/<str:username>/correct/ LMA
POST office/staff/people/<str:username>/correct/ LMA
GET  office/staff/devices/                      LMA
POST office/staff/devices/file/                 LMA
GET  office/staff/devices/<int:device_id>/      LMA
POST office/staff/devices/<int:device_id>/revoke/ LMA
GET  office/staff/places/                       MA
POST office/staff/places/                       MA
POST office/staff/places/<str:code>/open/       MA
GET  office/staff/places/<str:code>/correct/    MA
POST office/staff/places/<str:code>/correct/    MA
POST office/staff/places/<str:code>/printer/    MA

GET  api/v1/openapi.json                        all
GET  api/v1/docs                                all
POST api/v1/members                             OM
GET  api/v1/members/<member>                    OTMUA
POST api/v1/members/<member>/cards              OM
POST api/v1/members/<member>/correct            OM
GET  api/v1/bank                                OCLTMUA
POST api/v1/bank                                MA
POST api/v1/places/<place>/correct              MA
POST api/v1/materials/<material>/correct        TM
POST api/v1/staff/<username>/correct            LMA
GET  api/v1/members/<member>/balance            OTMUA
GET  api/v1/members/<member>/statement          OTMUA
POST api/v1/cards/lookup                        OCLTMUA
POST api/v1/deposits                            OM
GET  api/v1/deposits/<deposit>                  OTMUA
POST api/v1/deposits/<deposit>/void             OTM
POST api/v1/deposits/<deposit>/review           TM
POST api/v1/days/<day>/close                    OTM
GET  api/v1/days/<day>                          OTMU
POST api/v1/members/<member>/group              OM
GET  api/v1/approvals                           OLTMUA
GET  api/v1/approvals/<approval>                OLTMUA
POST api/v1/approvals/<approval>/agree          TMA
POST api/v1/approvals/<approval>/decline        TMA
POST api/v1/approvals/<approval>/withdraw       OLTMA
GET  api/v1/limits                              TMUA
POST api/v1/limits/<limit>                      TMA
GET  api/v1/materials                           OCLTMU
GET  api/v1/materials/<material>/prices         TMUA
POST api/v1/prices/<price>/withdraw             TM
POST api/v1/sync                                OCLTMUA
POST api/v1/tokens                              all
GET  api/v1/tokens                              OCLTMUA
POST api/v1/redemptions                         CL
GET  api/v1/redemptions/<redemption>            CL
POST api/v1/redemptions/<redemption>/cancel     CL
GET  api/v1/services                            CL
GET  api/v1/tariffs                             LM
POST api/v1/tariffs/<tariff>/withdraw           LM
POST api/v1/imports/<list_code>                 TM
GET  api/v1/visits                              CL
POST api/v1/visits                              CL
POST api/v1/visits/<visit>/capture              CL
POST api/v1/visits/<visit>/release              CL
"""

LETTERS = {
    "O": "operator",
    "C": "clerk",
    "L": "lead",
    "T": "treasurer",
    "M": "manager",
    "U": "auditor",
    "A": "admin",
}


def rows() -> list[tuple[str, str, str]]:
    """(method, route, who) as they stand above."""
    found = []
    for line in TABLE.splitlines():
        if line.strip():
            method, route, who = line.split()
            found.append((method, "" if route == "<home>" else route, who))
    return found
