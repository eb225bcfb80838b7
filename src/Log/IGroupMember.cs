namespace Kappa.Logs;

/// <summary>A member of a group, which partitions are assigned to and taken from.</summary>
/// <remarks>One thread, except for <see cref="IDisposable.Dispose"/>.</remarks>
public interface IGroupMember : IDisposable
{
    /// <summary>Name of the group.</summary>
    string Group { get; }

    /// <summary>The partitions that are assigned to this member, ordered by topic and number.</summary>
    IReadOnlyList<TopicPartition> Assigned { get; }

    /// <summary>Waits for the next change of the assignment. The one before counts as taken up.</summary>
    /// <remarks>
    /// Partitions that are revoked go to another member only when this is called again: commit what belongs to them
    /// first. Those that are lost may be another's already: drop what was not committed.
    /// </remarks>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="KappaException">KAP2301 (exit 75): the member was fenced by another one.</exception>
    Task<GroupChange> NextAsync(CancellationToken cancellationToken);
}
