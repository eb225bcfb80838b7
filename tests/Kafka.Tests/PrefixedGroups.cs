namespace Kappa.Logs.Tests;

/// <summary>The groups of a <see cref="PrefixedLog"/>.</summary>
internal sealed class PrefixedGroups(ILogGroups inner, PrefixedLog log) : ILogGroups
{
    public IReadOnlyList<GroupDescription> List() =>
        [.. inner.List().Where(group => log.IsOwn(group.Name)).Select(Without)];

    public GroupDescription? Find(string group) => inner.Find(log.WithGroup(group)) is { } found ? Without(found)
        : null;

    public void Commit(string group, IReadOnlyDictionary<TopicPartition, long> offsets) =>
        log.Call(() =>
        {
            inner.Commit(log.WithGroup(group), offsets.ToDictionary(pair => log.With(pair.Key), pair => pair.Value));
            return true;
        });

    public void Delete(string group) =>
        log.Call(() =>
        {
            inner.Delete(log.WithGroup(group));
            return true;
        });

    public IGroupMember Join(string group, IReadOnlyCollection<string> topics) =>
        log.Call(() => new Member(inner.Join(log.WithGroup(group), [.. topics.Select(log.With)]), log));

    private GroupDescription Without(GroupDescription group) => new(
        log.Without(group.Name), group.Members,
        group.Offsets.ToDictionary(pair => log.Without(pair.Key), pair => pair.Value));

    private sealed class Member(IGroupMember inner, PrefixedLog log) : IGroupMember
    {
        public string Group => log.Without(inner.Group);

        public IReadOnlyList<TopicPartition> Assigned => [.. inner.Assigned.Select(log.Without)];

        public async Task<GroupChange> NextAsync(CancellationToken cancellationToken)
        {
            GroupChange change = await inner.NextAsync(cancellationToken);
            return new GroupChange(change.Kind, [.. change.Partitions.Select(log.Without)]);
        }

        public void Dispose() => inner.Dispose();
    }
}
