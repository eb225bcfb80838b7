using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Groups of a log that no worker has.</summary>
internal sealed class DirectGroups(DirectLog log) : IGroupAccess
{
    public Task<GroupList> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(GroupService.List(log.Log));

    public Task<GroupInfo> DescribeAsync(string group, CancellationToken cancellationToken) =>
        Task.FromResult(GroupService.Describe(log.Log, group));

    public Task<GroupInfo> SeekAsync(string group, SeekRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(GroupService.Seek(log.Log, group, request));

    public ValueTask DisposeAsync()
    {
        log.Dispose();
        return ValueTask.CompletedTask;
    }
}
