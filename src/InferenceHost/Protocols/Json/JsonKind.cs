namespace InferenceHost.Protocols.Json;

/// <summary>What a JSON value is, told by its first byte.</summary>
internal enum JsonKind
{
    /// <summary>No value begins here.</summary>
    None,
    Object,
    Array,
    String,

    /// <summary>A number, or one of the tokens NaN, Infinity and -Infinity where they are taken.</summary>
    Number,
    Boolean,
    Null,
}
