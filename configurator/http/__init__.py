"""What every HTTP door shares: the signed-in user, declared access, languages, headers, paging and the error table."""
