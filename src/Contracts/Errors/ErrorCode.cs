namespace Inference.Contracts;

/// <summary>
/// Every way a request may be refused or fail, by stage. Closed: the host's one status table has a row for each member, and a test says so.
/// </summary>
public enum ErrorCode
{
    // reading the request: the caller's to mend

    /// <summary>The body is not what its content type says: malformed JSON, lying lengths, bad compression.</summary>
    MalformedRequest,

    /// <summary>An input, output or parameter is unknown, missing, or of the wrong type, shape, size or range.</summary>
    InvalidInput,

    /// <summary>The content type or content encoding is not one we read.</summary>
    UnsupportedMediaType,

    /// <summary>The body, as sent or decompressed, is over the limit.</summary>
    BodyTooLarge,

    /// <summary>The body did not arrive in time.</summary>
    BodyTooSlow,

    // who asks

    /// <summary>Credentials are missing or wrong.</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not do this.</summary>
    Forbidden,

    /// <summary>Who vouches for callers cannot be reached, so that nobody's credentials can be checked.</summary>
    IssuerUnreachable,

    /// <summary>The caller asks too often.</summary>
    RateLimited,

    // what is asked for

    /// <summary>No such API, component, version or path.</summary>
    NotFound,

    /// <summary>The path exists, for another method.</summary>
    MethodNotAllowed,

    /// <summary>A call of the protocol that this server does not have.</summary>
    NotSupported,

    // admission

    /// <summary>The component's queue is full.</summary>
    QueueFull,

    /// <summary>The model is waiting for its files, loading, or failed to load.</summary>
    ModelNotReady,

    /// <summary>The host is shutting down.</summary>
    Draining,

    // the run

    /// <summary>The deadline passed, in the queue or while running.</summary>
    DeadlineExceeded,

    /// <summary>The caller went away; nobody reads the answer.</summary>
    CallerGone,

    /// <summary>The model or the user's function raised an error.</summary>
    ModelFailed,

    /// <summary>What the model gave breaks its own signature.</summary>
    InvalidOutput,

    // files

    /// <summary>A FILE input is not in the box.</summary>
    FileNotFound,

    /// <summary>A file stands where a group must be, or the other way round.</summary>
    FileConflict,

    /// <summary>The file is not, or no longer, the one that the request's condition names.</summary>
    PreconditionFailed,

    /// <summary>The file has no byte in the range asked for.</summary>
    RangeUnsatisfiable,

    /// <summary>The store of a box cannot be reached.</summary>
    StoreUnreachable,

    /// <summary>The box is full.</summary>
    StoreFull,

    // loading

    /// <summary>The model's file is missing, truncated, or asks for what the runtime does not have.</summary>
    ModelUnloadable,

    /// <summary>A bug of ours; the log has the cause.</summary>
    Internal,
}
