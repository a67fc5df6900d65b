namespace Inference.Adapters.Python.Processes;

/// <summary>
/// A process that was started, and its group. One thread waits for its end; <see cref="Kill"/> may come from any, but not while that one is in <see cref="Take"/> nor after it.
/// </summary>
internal interface IChild
{
    /// <summary>Readable when there is something to learn by <see cref="HasEnded"/>.</summary>
    int Descriptor { get; }

    /// <summary>How often <see cref="CheckLimits"/> wants to be called, in milliseconds; -1 for never.</summary>
    int CheckInterval { get; }

    /// <summary>Called while <see cref="Descriptor"/> is readable.</summary>
    bool HasEnded();

    /// <summary>Why it must be ended; null where it may go on.</summary>
    EndReason? CheckLimits();

    /// <summary>Ends the process and its group.</summary>
    void Kill();

    /// <summary>Takes the end, and ends what is left of its group. Called once; everything is given back then.</summary>
    /// <returns>The status as waitpid gives it; or, where that cannot be known, why.</returns>
    (int Status, EndReason? Unknown) Take();
}
