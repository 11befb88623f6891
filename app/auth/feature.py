"""What sign-in hands to the roof: pages, navigation, commands, work of the clock."""

from __future__ import annotations

from flask import url_for

from app.actor import Actor
from app.auth import policy, verification
from app.auth.commands import people_commands, units_commands
from app.auth.shell import csrf_token, shell
from app.auth.views import accounts, audit, factor, own, people, signing_in, units
from app.feature import Feature, Periodic
from app.web.limits import forget_ended
from app.web.navigation import Group, Item, add_navigation

# Pages that hang themselves on a blueprint of another file have to be imported before it is registered.
PAGES = (factor, own, units)


def places(actor: Actor) -> list[Group]:
    """The desks of this package in the side navigation."""
    groups = []
    if policy.may_administer(actor):
        groups.append(Group("管理", (_item("人员和岗位", "admin.people"), _item("单位", "admin.unit_list"))))
    if policy.may_audit(actor):
        groups.append(Group("审计", (_item("全部记录", "audit.entries"), _item("每日授权和查看", "audit.day"))))
    if policy.may_open_accounts(actor):
        groups.append(Group("企业", (_item("企业账号", "accounts.account_list"),)))
    return groups


def _item(label: str, endpoint: str) -> Item:
    return Item(label, url_for(endpoint))


add_navigation(places, order=90)
signing_in.bp.app_context_processor(shell)
signing_in.bp.add_app_template_global(csrf_token, "csrf_word")  # macros see no context

auth_feature = Feature(
    name="auth",
    blueprints=(signing_in.bp, people.bp, accounts.bp, audit.bp),
    commands=(people_commands, units_commands),
    works=((verification.KIND, verification.work),),
    periodic=(Periodic("forget_limits", "%Y%m%d%H", forget_ended),),
)
