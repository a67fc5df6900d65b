namespace InferenceHost.Components;

/// <summary>When a request passed which step, as timestamps of <see cref="System.Diagnostics.Stopwatch"/>; filled in as it goes.</summary>
internal struct RequestTimes
{
    /// <summary>The head of the request was there.</summary>
    public long Arrived;

    /// <summary>The body was read and understood.</summary>
    public long Read;

    /// <summary>A slot was free.</summary>
    public long Started;

    /// <summary>The model had run.</summary>
    public long Ran;

    /// <summary>The answer was handed to the connection.</summary>
    public long Answered;

    /// <summary>Rows of the run, where the queue that ran it recorded it; 0: it is to be recorded with the request.</summary>
    public int RecordedRows;

    public readonly long Total => Answered - Arrived;

    public readonly long Input => Read - Arrived;

    public readonly long Queue => Started - Read;

    public readonly long Run => Ran - Started;

    public readonly long Output => Answered - Ran;
}
