"""A sentence for replies."""

from __future__ import annotations

from wtforms.validators import InputRequired, Length

from app.web.forms import AreaField, HouseForm, TextField


class SentenceForm(HouseForm):
    """Its name and its words."""

    name = TextField("名字", [InputRequired("请起个名字，写答复时好找。"), Length(max=20, message="名字最多 20 个字。")])
    text = AreaField(
        "语句",
        [InputRequired("请写上语句。"), Length(max=600, message="最多写 600 个字。")],
        description="写常用的依据、流程和时限；人名、电话会自动遮住。插入以后还能改。",
    )
