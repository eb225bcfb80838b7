using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <summary>The two versions on a machine: one is live and one follows, and they change places.</summary>
internal sealed class Versions(DrawnVersions drawn, Machine machine, EngineDraw engines, FaultSites sites)
{
    private const int MostRuns = 20_000;

    private readonly StreamEngine?[] _open = new StreamEngine?[3];

    /// <summary>Who publishes: the records of the cut log say so.</summary>
    public IReadOnlyList<CutoverRecord> Cutovers => [.. CutsOf(machine.Inner).ReadCutovers()
        .Where(record => record.Step == CutoverStep.Switched)];

    /// <summary>Whether there is an order that a shadow can follow.</summary>
    public bool HasCuts => machine.Inner.Find(CutsOf(machine.Inner).Partition.Topic) is not null;

    public int Live => Cutovers is [.., var last] ? last.ToVersion : 1;

    /// <summary>The version that publishes what a cut brings.</summary>
    public static int LiveAt(IReadOnlyList<CutoverRecord> cutovers, long cut) =>
        cutovers.LastOrDefault(record => record.Cut < cut)?.ToVersion ?? 1;

    /// <summary>Lets a version run, which is opened for it if need be.</summary>
    public StreamEngine Run(int version, int runs = MostRuns)
    {
        string role = version == Live ? "live" : "shadow";
        sites.Phase = $"open {role}";
        StreamEngine engine = _open[version] ??= Open(version);
        sites.Phase = $"run {role}";
        RunOn(engine, runs);
        return engine;
    }

    /// <summary>Another instance, which begins at the first cut and publishes to topics of its own.</summary>
    public StreamEngine RunAgain(int version, string prefix)
    {
        sites.Phase = "run again";
        StreamEngine engine = machine.Add(StreamEngine.Open(
            drawn[version], machine.Log, engines.Any() with { Instance = 3, Role = new CopyRole(prefix) }));
        RunOn(engine, MostRuns);
        return engine;
    }

    public void Close()
    {
        sites.Phase = "close";
        for (int version = 1; version < _open.Length; version++)
        {
            if (_open[version] is { } engine)
            {
                machine.Close(engine);
                _open[version] = null;
            }
        }
    }

    /// <summary>The process has ended.</summary>
    public void Forget()
    {
        Array.Clear(_open);
        engines.BeginProcess();
    }

    /// <summary>
    /// The other version goes live at the last cut that the live one has committed: a cutover, and back a rollback.
    /// </summary>
    public void Switch(DateTimeOffset now)
    {
        Close();
        int from = Live;
        sites.Phase = "switch";
        TopologyCuts cuts = CutsOf(machine.Log);
        using ILogProducer producer = cuts.OpenProducer(); // From here on nobody commits a cut.
        if (EngineRunner.Instance.CommittedCut(machine.Inner, $"{drawn.First.Name}.v{from}.i{from}") is { } cut)
        {
            using RecordBuffer record = cuts.Encode(
                new CutoverRecord(CutoverStep.Switched, cut.Number, from, from, 3 - from, 3 - from), now);
            producer.Append(cuts.Partition, record);
            producer.Commit();
        }
    }

    private StreamEngine Open(int version)
    {
        EngineSettings settings = engines.Any() with { Instance = version };
        if (version != Live)
        {
            return machine.Add(StreamEngine.Open(
                drawn[version], machine.Log, settings with { Role = new ShadowRole() }));
        }

        if (Cutovers is [.., var switched])
        {
            Reach(version, switched.Cut, settings);
        }

        return machine.Add(StreamEngine.Open(drawn[version], machine.Log, settings));
    }

    /// <summary>Up to the cut of the cutover the version publishes nothing.</summary>
    private void Reach(int version, long cut, EngineSettings settings)
    {
        StreamEngine engine = machine.Add(StreamEngine.Open(
            drawn[version], machine.Log, settings with { Role = new ShadowRole { UntilCut = cut } }));
        RunOn(engine, MostRuns);
        machine.Close(engine);
    }

    private TopologyCuts CutsOf(ILog log) => new(log, drawn.First.Name);

    private static void RunOn(StreamEngine engine, int runs)
    {
        for (int left = runs; left > 0 && engine.RunOnce(); left--)
        {
            Assert.True(left > 1 || runs < MostRuns, "The engine never comes to an end.");
        }
    }
}
