"""The same doors over PostgreSQL: sign in, administer, limit, audit."""

from __future__ import annotations

import pytest

from app.auth.demonstration import demo_password
from app.auth.seeding import seed_roles
from app.clock import now
from app.database import db
from tests.app.auth.conftest import person, whole
from tests.machinery.stores import NewStore, opened
from tests.pages import Checked


@pytest.mark.postgres
def test_a_day_of_the_administrator_and_the_auditor(new_store: NewStore) -> None:
    with opened(whole(new_store("postgresql"))) as app:
        seed_roles(now())
        db.session.commit()
        admin, auditor = Checked(app.test_client()), Checked(app.test_client())
        admin.submit(admin.get("/sign-in"), login="admin", password=demo_password())
        page = admin.submit(admin.get("/admin/people/add"), name="新某人", login="xinmou", unit="housing", role="handler")
        assert page.all(id="one-time")
        admin.submit(admin.get(f"/admin/posts/{person('xinmou').posts[0].id}/end"), successor="none")
        admin.submit(admin.get("/admin/units/housing/end"), successor="market")
        for url in ("people?unit=%00&word=%00a", "people?sort=name_down", "units/%00x"):
            assert admin.client.get(f"/admin/{url}").status_code in {200, 404}
        for _ in range(5):
            auditor.submit(auditor.get("/sign-in"), login="auditor", password="\x00wrong", status=422)
        auditor.submit(auditor.get("/sign-in"), login="auditor", password=demo_password(), status=429)
        other = Checked(app.test_client())
        other.submit(other.get("/sign-in"), login="clerk", password=demo_password())
        assert other.get("/office/accounts?word=%00").heading == "企业账号"
