using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Groups behind a worker.</summary>
internal sealed class WorkerGroups(WorkerClient worker) : IGroupAccess
{
    private const string Path = "/api/v1/groups";

    public async Task<GroupList> ListAsync(CancellationToken cancellationToken) => JsonSerializer.Deserialize(
        await worker.GetAsync(Path, cancellationToken), WorkerJson.Readable.GroupList)!;

    public async Task<GroupInfo> DescribeAsync(string group, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(
            await worker.GetAsync(PathOf(group), cancellationToken), WorkerJson.Readable.GroupInfo)!;

    public async Task<GroupInfo> SeekAsync(string group, SeekRequest request, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(request, RequestJson.Default.SeekRequest));
        return JsonSerializer.Deserialize(
            await worker.PostAsync($"{PathOf(group)}/seek", body, cancellationToken), WorkerJson.Readable.GroupInfo)!;
    }

    public ValueTask DisposeAsync()
    {
        worker.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string PathOf(string group) => $"{Path}/{AddressPart.Of(group)}";
}
