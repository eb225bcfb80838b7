namespace Kappa.Logs;

/// <summary>
/// Groups of readers: committed offsets by group and partition, and members that share the partitions of topics.
/// </summary>
/// <remarks>Thread-safe. A group exists as long as it has committed offsets or members.</remarks>
public interface ILogGroups
{
    /// <summary>Lists all groups, ordered by name (ordinal).</summary>
    IReadOnlyList<GroupDescription> List();

    /// <summary>Finds a group.</summary>
    /// <param name="group">Its name.</param>
    /// <returns>Its description, or null where there is none.</returns>
    GroupDescription? Find(string group);

    /// <summary>Sets committed offsets of a group without members; durable when the call returns.</summary>
    /// <param name="group">Its name, 1 to 200 characters; it need not exist yet.</param>
    /// <param name="offsets">The next offset to read, for each partition; others stay as they are.</param>
    /// <exception cref="KappaException">
    /// KAP2107 (exit 5): the group has members, which would not follow; stop them first. KAP2103: no such partition.
    /// KAP2104: an offset is out of range. KAP2108 (exit 2): the name is not allowed.
    /// </exception>
    void Commit(string group, IReadOnlyDictionary<TopicPartition, long> offsets);

    /// <summary>Deletes a group without members with its committed offsets; durable when the call returns.</summary>
    /// <param name="group">Its name; where there is none of it, nothing happens.</param>
    /// <exception cref="KappaException">
    /// KAP2107 (exit 5): the group has members; stop them first. KAP2108 (exit 2): the name is not allowed.
    /// </exception>
    void Delete(string group);

    /// <summary>Joins a group: its members share the partitions of their topics.</summary>
    /// <param name="group">Name of the group, 1 to 200 characters.</param>
    /// <param name="topics">The topics; not empty.</param>
    /// <returns>The membership; dispose it to leave.</returns>
    /// <exception cref="KappaException">
    /// KAP2103: there is no such topic. KAP2108 (exit 2): the name is not allowed.
    /// </exception>
    IGroupMember Join(string group, IReadOnlyCollection<string> topics);
}
