namespace Kappa.Simulation.Tests;

/// <summary>The places at which something can go wrong, each with a name: what is done, and while what.</summary>
internal sealed class FaultSites
{
    private static readonly string[] Phases =
    [
        "clean up", "open live", "open shadow", "produce", "recover", "run live", "run shadow", "switch",
    ];

    private string? _operation;
    private int _passesLeft;
    private FaultKind _kind;
    private int _fullWrites;

    /// <summary>What is being done: <c>open</c>, <c>run</c>, <c>produce</c>.</summary>
    public string Phase { get; set; } = "";

    /// <summary>Whether the process has ended.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Whether a fault has come since somebody asked last.</summary>
    public bool HasFired { get; private set; }

    /// <summary>Whether the disk has had an error: the log has ended.</summary>
    public bool HasBrokenDisk { get; private set; }

    /// <summary>Called when the process ends: what is on the disk counts.</summary>
    public Action<FaultKind>? Dying { get; set; }

    /// <summary>How often a fault has come at each site.</summary>
    public SortedDictionary<string, int> Hits { get; } = new(StringComparer.Ordinal);

    /// <summary>A fault comes when an operation is done for the n-th time from now on.</summary>
    public void Arm(string operation, int pass, FaultKind kind) =>
        (_operation, _passesLeft, _kind) = (operation, pass, kind);

    public void Disarm() => _operation = null;

    /// <summary>What a fault did was seen and dealt with.</summary>
    public void Forgive() => HasFired = false;

    /// <summary>Another process begins.</summary>
    public void Revive()
    {
        Disarm();
        (IsDead, HasBrokenDisk, HasFired, _fullWrites) = (false, false, false, 0);
    }

    /// <summary>An operation is about to be done.</summary>
    public void Pass(string operation)
    {
        if (IsDead)
        {
            throw new SimulatedCrashException();
        }

        if (_kind is FaultKind.Kill or FaultKind.PowerCut or FaultKind.Fail && IsDue(operation))
        {
            Fire(operation);
        }
    }

    /// <summary>The fault that the disk has to have at an operation; null for none.</summary>
    public DiskFault? TakeDiskFault(string operation)
    {
        if (_kind == FaultKind.DiskError && IsDue(operation))
        {
            (_operation, HasBrokenDisk) = (null, true);
            Count(operation, _kind);
            return DiskFault.InputOutputError;
        }

        if (_kind == FaultKind.DiskFull && IsDue(operation))
        {
            (_operation, _fullWrites) = (null, 3);
            Count(operation, _kind);
        }

        return _fullWrites > 0 && _fullWrites-- > 0 ? DiskFault.NoSpace : null;
    }

    /// <summary>An operation has been done, and its caller has not heard of it yet.</summary>
    public void Done(string operation)
    {
        if (_kind == FaultKind.LoseAnswer && IsDue(operation))
        {
            Fire(operation);
        }
    }

    /// <summary>The process ends here.</summary>
    public void Die(string operation, FaultKind kind)
    {
        Count(operation, kind);
        Dying?.Invoke(kind);
        (IsDead, HasFired) = (true, true);
    }

    public void Count(string operation, FaultKind kind)
    {
        string site = $"{Phase}: {operation} {kind}";
        Hits[site] = Hits.GetValueOrDefault(site) + 1;
        HasFired = true;
    }

    /// <summary>What may go wrong, or while what it may, and never did.</summary>
    public IEnumerable<string> NeverHit => FaultDraw.All
        .Where(fault => !Hits.Keys.Any(site => site.EndsWith($": {fault}", StringComparison.Ordinal)))
        .Concat(Phases.Where(phase =>
            !Hits.Keys.Any(site => site.StartsWith($"{phase}: ", StringComparison.Ordinal))));

    public override string ToString() =>
        string.Join('\n', Hits.Select(site => $"{site.Value,8} {site.Key}"));

    private bool IsDue(string operation) => operation == _operation && --_passesLeft == 0;

    private void Fire(string operation)
    {
        _operation = null;
        if (_kind is FaultKind.Kill or FaultKind.PowerCut)
        {
            Die(operation, _kind);
            throw new SimulatedCrashException();
        }

        Count(operation, _kind);
        throw new IOException($"The simulation failed this call ({operation}, {_kind}).");
    }
}
