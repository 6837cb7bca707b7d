"""Vital signs."""

from datetime import datetime, timedelta
from decimal import Decimal

from wtforms import (
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from app.cases.forms.values import choices_of
from app.cases.vital_signs import Consciousness, Observations, OxygenScale, Source
from app.web.forms import Form


def _whole(label: str) -> IntegerField:
    return IntegerField(label, validators=[InputRequired(f"{label}: a whole number.")])


class ObservationForm(Form):
    """One set of vital signs. Ranges are refused in words by `vital_signs` itself."""

    breathing_rate = _whole("Breathing rate")
    oxygen_saturation = _whole("Oxygen saturation")
    scale = RadioField(
        "Oxygen scale",
        choices=choices_of([("1", "Scale 1"), ("2", "Scale 2, target 88 to 92 %")]),
        default="1",
    )
    on_oxygen = RadioField(
        "Air or oxygen", choices=choices_of([("no", "Air"), ("yes", "Oxygen")]), default="no"
    )
    systolic = _whole("Systolic pressure")
    pulse = _whole("Pulse")
    consciousness = RadioField(
        "Alertness",
        choices=choices_of([(one.value, one.spoken) for one in Consciousness]),
        default="alert",
    )
    temperature = DecimalField(
        "Temperature", validators=[InputRequired("Temperature: for example 38.2.")]
    )
    minutes_ago = IntegerField(
        "Taken, minutes ago", default=0, validators=[Optional(), NumberRange(0, 1440)]
    )
    source = SelectField(
        "Taken by", choices=choices_of([(one.value, one.spoken) for one in Source])
    )

    def observations(self, now: datetime) -> Observations:
        """The figures as one checked set.

        Raises:
            Invalid: figures that no living person shows.
        """
        return Observations(
            breathing_rate=self.breathing_rate.data or 0,
            oxygen_saturation=self.oxygen_saturation.data or 0,
            scale=OxygenScale(int(self.scale.data)),
            on_oxygen=self.on_oxygen.data == "yes",
            systolic=self.systolic.data or 0,
            pulse=self.pulse.data or 0,
            consciousness=Consciousness(self.consciousness.data),
            temperature=self.temperature.data or Decimal(0),
            taken_at=now - timedelta(minutes=self.minutes_ago.data or 0),
            source=Source(self.source.data),
        )
