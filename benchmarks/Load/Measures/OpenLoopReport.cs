namespace Inference.Load.Measures;

/// <summary>What an open loop saw. Latencies in milliseconds, from when a request was to be sent until its answer was there.</summary>
/// <param name="Offered">Requests a second that were to be sent.</param>
/// <param name="Sent">How many were.</param>
/// <param name="Unsent">Were due, and no connection was free until the end.</param>
/// <param name="Late">Of those sent, more than a millisecond after their time.</param>
/// <param name="Accepted">Answered 2xx.</param>
/// <param name="Refused">Answered 429.</param>
/// <param name="Failed">Answered otherwise or not at all.</param>
/// <param name="Goodput">Accepted answers a second, of those that came within the time.</param>
/// <param name="P50">Of the accepted.</param>
/// <param name="P99">Of the accepted.</param>
/// <param name="Max">Of the accepted.</param>
/// <param name="RefusedP99">Of the refused.</param>
internal sealed record OpenLoopReport(
    double Offered, long Sent, long Unsent, long Late, long Accepted, long Refused, long Failed, double Goodput, double P50, double P99, double Max, double RefusedP99);
