# The front door. Meson does the work; the scripts are short enough to read.
FUZZ_SECONDS ?= 60

.PHONY: build run deb check bench fuzz asan coverage tidy format clean

build:
	@scripts/setup build
	@scripts/build

run: build
	@scripts/run

# Into the folder above this one; without tests, optimised and hardened as Debian does.
deb:
	@scripts/setup deb
	@dpkg-buildpackage --build=binary --no-sign

check:
	@scripts/setup check
	@scripts/check

bench: build
	@scripts/setup check
	@bench/run

asan:
	@scripts/setup check
	@scripts/build clang
	@meson test -C build-clang --print-errorlogs --timeout-multiplier 5

coverage:
	@scripts/setup check
	@scripts/build coverage
	@meson test -C build-coverage --print-errorlogs
	@gcovr -r . --object-directory build-coverage --filter src/ --print-summary

fuzz:
	@scripts/setup check
	@scripts/build clang
	@scripts/fuzz $(FUZZ_SECONDS)

tidy:
	@scripts/setup check
	@scripts/build clang
	@scripts/tidy

format:
	@clang-format -i $$(git ls-files '*.[ch]')

clean:
	rm -rf build build-clang build-coverage build-check.log
