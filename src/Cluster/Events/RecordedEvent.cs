namespace Inference.Cluster;

/// <summary>Something to tell about an object; what is the same in all of it is the same event.</summary>
internal readonly record struct RecordedEvent(EventSubject Subject, EventType Type, string Reason, string Message);
