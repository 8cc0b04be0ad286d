/* Lets this one file read the environment (see banned.h). Include it after everything else. */
#undef getenv
#undef secure_getenv
#undef setenv
