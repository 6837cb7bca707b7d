"""Forms of accounts: signing in, coming back, and how somebody wants their desk."""

from wtforms import BooleanField, IntegerField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.web.forms import Form


class SignInForm(Form):
    """Name and password."""

    username = StringField(
        "Name", [InputRequired("Write your name, as priya.nair."), Length(max=100)]
    )
    password = PasswordField("Password", [InputRequired("Write your password."), Length(max=200)])


class UnlockForm(Form):
    """Name and desk PIN: two presses and six digits."""

    username = StringField(
        "Name", [InputRequired("Write your name, as priya.nair."), Length(max=100)]
    )
    pin = PasswordField("Desk PIN", [InputRequired("Write your six digits."), Length(max=20)])


class PreferencesForm(Form):
    """What a person may set for themself."""

    letter_keys_on = BooleanField("Single letters work as keys when no field has focus")
    volume = IntegerField(
        "Loudness of alerts, 1 to 10",
        [InputRequired("Write a number from 1 to 10."), NumberRange(1, 10, "From 1 to 10.")],
    )
