using Kappa.Logs;

[assembly: AssemblyFixture(typeof(Kappa.Crash.Tests.ReplayDirectories))]

namespace Kappa.Crash.Tests;

/// <summary>
/// Data directories with the versions of <see cref="CrashFlights"/> in some state, made once when the first test wants
/// one, of which each test takes a copy; and two artifacts of the same code.
/// </summary>
public sealed class ReplayDirectories : IReplaySites, IDisposable
{
    /// <summary>Version 1 is live.</summary>
    internal const string Live = "live";

    /// <summary>Beside it version 2 has caught up.</summary>
    internal const string CaughtUp = "caught-up";

    /// <summary>Version 2 is live, and version 1 shadows on.</summary>
    internal const string Switched = "switched";

    private const int Flights = 1_000;
    private const int Updates = 100;

    private readonly string _root = Directory.CreateTempSubdirectory("kappa-replay-kill-").FullName;
    private readonly Dictionary<string, ReplayProducer> _producers = [];
    private readonly SemaphoreSlim _preparing = new(1);
    private int _copies;

    /// <summary>The .dll that directories are prepared with.</summary>
    internal string Assembly => PathOf("code/Kappa.Crash.Tests.dll");

    /// <summary>The same code as another artifact.</summary>
    internal string OtherAssembly => PathOf("other-code/Kappa.Crash.Tests.dll");

    public void Dispose()
    {
        _preparing.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    async Task<(ReplaySite Site, ReplayProducer Producer)> IReplaySites.TakeAsync(string state)
    {
        (string directory, ReplayProducer producer) = await CopyAsync(state);
        return (new ReplaySite(directory, Assembly), producer);
    }

    void IReplaySites.Free(ReplaySite site) => Directory.Delete(site.Directory, recursive: true);

    /// <summary>A copy of a directory, with the producer that has filled it.</summary>
    internal async Task<(string Directory, ReplayProducer Producer)> CopyAsync(string state)
    {
        await _preparing.WaitAsync();
        try
        {
            if (_producers.Count == 0)
            {
                await PrepareAllAsync();
            }
        }
        finally
        {
            _preparing.Release();
        }

        string copy = PathOf($"{state}-{Interlocked.Increment(ref _copies)}");
        CopyTree(PathOf(state), copy);
        return (copy, _producers[state].Clone());
    }

    private string PathOf(string name) => Path.Combine(_root, name);

    private async Task PrepareAllAsync()
    {
        CopyCode("code", ["Kappa.Crash.Tests.dll", "FlightDelays.dll"]);
        CopyCode("other-code", ["Kappa.Crash.Tests.dll", "FlightDelays.dll", "FlightDelays.pdb"]);
        CreateTopics(PathOf(Live));
        var producer = new ReplayProducer();
        await PrepareAsync(Live, producer, async driver =>
        {
            for (int i = 0; i < 10; i++)
            {
                Assert.True(await producer.SendAsync(driver.Worker, Flights / 10));
                Assert.True(await producer.UpdateAsync(driver.Worker, Updates / 10));
                await driver.QuietAsync(1); // Several cuts, so that a replay has several runs.
            }
        });
        CopyTree(PathOf(Live), PathOf(CaughtUp));
        await PrepareAsync(CaughtUp, producer, async driver =>
        {
            (await driver.StartAsync(2)).Done();
            await driver.CaughtUpAsync(2);
        });
        CopyTree(PathOf(CaughtUp), PathOf(Switched));
        await PrepareAsync(Switched, producer, async driver =>
        {
            (await driver.CutoverAsync(2)).Done();
            await driver.QuietAsync(2);
        });
    }

    private async Task PrepareAsync(string state, ReplayProducer producer, Func<ReplayDriver, Task> prepare)
    {
        using WorkerProcess worker = WorkerProcess.Start(PathOf(state), Assembly, state == Live ? 1 : null);
        await prepare(new ReplayDriver(worker));
        _producers.Add(state, producer.Clone());
    }

    /// <summary>Without .deps.json the libraries beside it are what it needs.</summary>
    private void CopyCode(string folder, string[] files)
    {
        Directory.CreateDirectory(PathOf(folder));
        foreach (string file in files)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(PathOf(folder), file));
        }
    }

    private static void CreateTopics(string directory)
    {
        using EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(directory, "log"));
        CrashTopics.Create(log);
    }

    internal static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
