from visualcortex import vocabulary


def test_every_quantity_has_a_name_and_units():
    for name, quantity in vocabulary.QUANTITIES.items():
        assert quantity.long_name and quantity.units, name


def test_an_unknown_name_stands_for_itself():
    assert vocabulary.attributes("number_of_clips") == {"long_name": "number of clips", "units": "1"}
