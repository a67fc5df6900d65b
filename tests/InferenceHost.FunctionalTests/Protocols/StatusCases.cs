using Inference.Contracts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>Every line of the status tables of the design, as data. Lines of the tables are counted, so that a new one is missed here.</summary>
internal static partial class StatusCases
{
    private const string Errors = "predict errors";
    private const string Files = "files";
    private const string OpenInference = "open inference, edge cases";
    private const string Other = "codes of no table";

    /// <summary>Lines of each table.</summary>
    public static readonly IReadOnlyDictionary<string, int> Tables = new Dictionary<string, int> { [Errors] = 9, [Files] = 6, [OpenInference] = 23, [Other] = 6 };

    public static readonly IReadOnlyList<StatusCase> All = [.. PredictErrors(), .. FileCalls(), .. EdgeCases(), .. OtherCodes()];

    private static StatusCase Pending(string table, int line, string what, ErrorCode? code, int status, string capability) =>
        new(table, line, what, code, status) { Pending = capability };
}
