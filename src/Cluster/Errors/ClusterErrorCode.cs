namespace Inference.Cluster;

/// <summary>All the ways in which a request to an API server is expected to fail.</summary>
public enum ClusterErrorCode
{
    /// <summary>No such object, or no such type of objects.</summary>
    NotFound,

    AlreadyExists,

    /// <summary>The object has changed since it was read, or fields of it belong to another manager, or a precondition does not hold.</summary>
    Conflict,

    /// <summary>The version or the page asked for is forgotten: list again.</summary>
    Gone,

    /// <summary>Known, and not allowed; a quota that is used up and a namespace that is going away say so too.</summary>
    Forbidden,

    /// <summary>The server does not know who asks.</summary>
    Unauthorized,

    /// <summary>What was sent is not valid; the causes say which fields.</summary>
    Invalid,

    TooManyRequests,

    /// <summary>The server cannot be reached, or cannot serve now.</summary>
    Unavailable,

    /// <summary>No answer in time: what was asked for may have been done.</summary>
    Timeout,

    /// <summary>The answer cannot be read.</summary>
    Malformed,
}
