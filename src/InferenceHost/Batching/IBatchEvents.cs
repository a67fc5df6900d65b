namespace InferenceHost.Batching;

/// <summary>Where a queue tells what happens in it. Called by any thread.</summary>
internal interface IBatchEvents
{
    /// <summary>A run begins.</summary>
    /// <param name="release">Why now.</param>
    /// <param name="rows">How many are in it.</param>
    void Released(BatchRelease release, int rows);

    /// <summary>A run has ended, and gave a result.</summary>
    /// <param name="rows">How many were in it.</param>
    /// <param name="ticks">How long it took, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    void Ran(int rows, long ticks);

    /// <summary>The outputs of a run of several requests did not have a row for every row that went in: from now on each is run by itself. Told once of a model.</summary>
    void Unsplittable();
}
