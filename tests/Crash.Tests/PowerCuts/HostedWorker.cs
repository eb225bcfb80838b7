using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Crash.Tests;

/// <summary>A worker in this process: what a restart does, without the seconds that a process takes to start.</summary>
internal sealed class HostedWorker : RunningWorker, IAsyncDisposable
{
    private readonly WorkerHost _host;
    private readonly ConcurrentQueue<string> _notices;

    private HostedWorker(string directory, WorkerHost host, ConcurrentQueue<string> notices)
        : base(directory)
    {
        (_host, _notices) = (host, notices);
        OwnerInfo owner = DirectoryOwner.Find(directory)!;
        Http.BaseAddress = new Uri($"http://{owner.Address}");
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", owner.Token);
    }

    /// <summary>What it has said.</summary>
    public IReadOnlyCollection<string> Notices => _notices;

    public static async Task<HostedWorker> StartAsync(ReplaySite site)
    {
        var notices = new ConcurrentQueue<string>();
        var settings = new WorkerSettings
        {
            Directory = site.Directory,
            AssemblyFile = site.Assembly,
            Http = ListenAddress.Parse("127.0.0.1:0"),
            Notice = notices.Enqueue,
        };
        WorkerHost host = await WorkerHost.StartAsync(settings, CancellationToken.None);
        return new HostedWorker(site.Directory, host, notices);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }
}
