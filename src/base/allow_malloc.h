/* Lets this one file hold memory that no arena owns (see banned.h). Include it after everything else. */
#undef malloc
#undef calloc
#undef realloc
#undef reallocarray
#undef free
