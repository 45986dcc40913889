"""The barest Django site that still has sessions, sign-in and CSRF: the floor under any portal."""
