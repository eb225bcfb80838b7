using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>The failures of records, as the inputs of a task ask about them.</summary>
internal sealed class TaskFailures(RecordFailures failures, TaskId task)
{
    /// <summary>The offsets of a partition that are passed over.</summary>
    public PassedOffsets Of(TopicPartition partition) => failures.Of(partition);

    /// <summary>Whether a record that cannot be read is passed over.</summary>
    public bool Passes(RecordCursor cursor, Exception error) => failures.Decide(
        task, cursor.Partition, cursor.Offset, FailureStage.Deserializing, error) is not null;
}
