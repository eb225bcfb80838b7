namespace Kappa.Logs;

/// <summary>A member of a group of the embedded log.</summary>
internal sealed class GroupMember(GroupMembers members, string group, GroupShare share) : IGroupMember
{
    public string Group => group;

    public IReadOnlyList<TopicPartition> Assigned => members.Assigned(this);

    public GroupShare Share => share;

    /// <summary>Where the member waits for its next change; null where it does not.</summary>
    public TaskCompletionSource<GroupChange>? Waiter { get; set; }

    public bool HasLeft { get; set; }

    public async Task<GroupChange> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<GroupChange> next = members.Next(this);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (_, token) => members.Cancel(this, token), null);
        return await next.ConfigureAwait(false);
    }

    public void Dispose() => members.Leave(this);
}
