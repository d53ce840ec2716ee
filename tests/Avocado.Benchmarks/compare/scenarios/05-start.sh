# What every run of ours below pays for: the runtime's start and end.
# shellcheck shell=bash
title="start and end of our process"

ours() { "$app" nothing; }
