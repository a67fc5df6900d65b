namespace InferenceHost.Admission.Rates;

/// <summary>By what a caller's requests are counted: its name, else where it calls from.</summary>
internal readonly record struct CallerKey
{
    private readonly string? name;
    private readonly CallerAddress from;

    public CallerKey(string? name, CallerAddress from)
    {
        this.name = name;
        this.from = name is null ? from : default;
    }
}
