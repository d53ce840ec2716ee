// One virtual device at a time: each takes all cores when it translates instructions.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
