// tests count processes and descriptors of their own, and two cores are soon full of workers
[assembly: CollectionBehavior(DisableTestParallelization = true)]
