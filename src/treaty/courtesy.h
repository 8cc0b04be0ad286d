/* Reading the world's table of courtesies. Private to this folder. */
#pragma once
#include "treaty/key.h"
#include "treaty/pack.h"

extern const struct value_type value_courtesies;
