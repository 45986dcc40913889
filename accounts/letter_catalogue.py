"""What our letters are called, what makes them leave, and who gets them."""

from notifications.catalogue import Described, describe

describe(
    Described(
        key="sign-in-code",
        template="accounts/sign_in_code",
        kinds=("sign-in-code",),
        name="Kode til at logge ind",
        trigger="Nogen beder om en kode på siden Log ind",
        recipients="Den, der logger ind",
    ),
    Described(
        key="use-password",
        template="accounts/use_password",
        kinds=("sign-in-code",),
        name="Log ind med adgangskode i stedet",
        trigger="En medarbejder beder om en kode på siden Log ind",
        recipients="Medarbejderen",
    ),
    Described(
        key="staff-invitation",
        template="accounts/staff_invitation",
        kinds=("staff-invitation",),
        name="Invitation til en medarbejder",
        trigger="Administratoren opretter en medarbejder",
        recipients="Medarbejderen",
    ),
    Described(
        key="password-link",
        template="accounts/password_link",
        kinds=("password-link",),
        name="Link til en ny adgangskode",
        trigger="En medarbejder har glemt sin adgangskode",
        recipients="Medarbejderen",
    ),
    Described(
        key="password-chosen",
        template="accounts/password_chosen",
        kinds=("password-chosen",),
        name="Adgangskoden er ny",
        trigger="En medarbejder har valgt en adgangskode",
        recipients="Medarbejderen",
    ),
)
