namespace Inference.Boxes;

/// <summary>Why a store did not do what it was asked to. Closed: whoever maps it to a status maps all of it.</summary>
public enum BoxErrorCode
{
    /// <summary>No such file in the box, or nothing that a box may show (a link, a device).</summary>
    NotFound,

    /// <summary>The condition of the request does not hold: the file is there already, or is another one by now.</summary>
    PreconditionFailed,

    /// <summary>A file stands where a folder must be, or the other way round.</summary>
    Conflict,

    /// <summary>The name is none that a box may hold.</summary>
    InvalidPath,

    /// <summary>The file has no byte in the range asked for.</summary>
    InvalidRange,

    /// <summary>The content had another length or digest than was said.</summary>
    ContentMismatch,

    /// <summary>The box may not hold as much.</summary>
    Full,

    /// <summary>The disk of this machine has no room left.</summary>
    DiskFull,

    /// <summary>The store does not take the credentials, or they do not allow this.</summary>
    Denied,

    /// <summary>The bucket, or the folder that is the box, does not exist.</summary>
    BucketMissing,

    /// <summary>The store could not be reached, did not answer in time, or failed itself; later may do.</summary>
    Unreachable,

    /// <summary>The store refused for a reason that this list does not have.</summary>
    Refused,
}
