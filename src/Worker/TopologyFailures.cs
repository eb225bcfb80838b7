using System.Collections.Concurrent;

namespace Kappa.Worker;

/// <summary>
/// What keeps topologies, or single versions of them, from running: each fails by itself, and is told and listed.
/// </summary>
/// <param name="notice">Is told of each in one line; null for nobody.</param>
/// <remarks>
/// Thread-safe. Until the first <see cref="Tell"/> nothing is told: a start that ends says it itself.
/// </remarks>
internal sealed class TopologyFailures(Action<string>? notice)
{
    private readonly ConcurrentDictionary<(string Topology, int? Version), KappaException> _errors = new();
    private readonly Lock _lock = new();
    private List<(string Line, KappaException Error)>? _untold = [];

    /// <summary>All topologies that have one, of any kind.</summary>
    public IEnumerable<string> Topologies => _errors.Keys.Select(key => key.Topology).Distinct();

    /// <summary>What keeps the whole topology from running; null for nothing.</summary>
    public KappaException? Of(string topology) => _errors.GetValueOrDefault((topology, null));

    /// <summary>Whether a topology waits for the worker that runs it to be gone.</summary>
    public bool StandsBy(string topology) => Of(topology)?.Code == WorkerErrors.StandsByCode;

    /// <summary>The versions that cannot be taken in, with the reason of each, by number.</summary>
    public IReadOnlyList<(int Version, KappaException Error)> VersionsOf(string topology) =>
    [
        .. _errors.Where(entry => entry.Key.Topology == topology && entry.Key.Version is not null)
            .Select(entry => (entry.Key.Version!.Value, entry.Value)).OrderBy(entry => entry.Item1),
    ];

    /// <summary>A topology does not run.</summary>
    public void Add(string topology, KappaException error)
    {
        if (Set(topology, null, error))
        {
            TellOrKeep($"Topology '{topology}' does not run: {LineOf(error)}", error);
        }
    }

    /// <summary>A version cannot be taken in; others of its topology may run.</summary>
    public void Add(string topology, int version, KappaException error)
    {
        if (Set(topology, version, error))
        {
            TellOrKeep($"Version {version} of topology '{topology}' was left out: {LineOf(error)}", error);
        }
    }

    /// <summary>Tells what there is, and from now on each at once.</summary>
    /// <param name="but">What somebody else tells; null for nothing.</param>
    public void Tell(KappaException? but)
    {
        lock (_lock)
        {
            foreach ((string line, KappaException error) in _untold ?? [])
            {
                if (error.Message != but?.Message)
                {
                    notice?.Invoke(line);
                }
            }

            _untold = null;
        }
    }

    /// <summary>The topology runs.</summary>
    public void Remove(string topology) => _errors.TryRemove((topology, null), out _);

    /// <summary>Versions are offered anew.</summary>
    public void RemoveVersions(string topology)
    {
        foreach ((string Topology, int? Version) key in _errors.Keys.Where(key => key.Topology == topology))
        {
            if (key.Version is not null)
            {
                _errors.TryRemove(key, out _);
            }
        }
    }

    /// <summary>The error with its ways out, in one line.</summary>
    public static string LineOf(KappaException error) => string.Join(
        ' ',
        [
            error.Message.ReplaceLineEndings(" "),
            .. error.Remedies.Select(remedy => $"To {remedy.Does}: {remedy.Command}"),
            $"[{error.Code}]",
        ]);

    private void TellOrKeep(string line, KappaException error)
    {
        lock (_lock)
        {
            if (_untold is null)
            {
                notice?.Invoke(line);
            }
            else
            {
                _untold.Add((line, error));
            }
        }
    }

    private bool Set(string topology, int? version, KappaException error)
    {
        bool isNew = !_errors.Any(known => known.Key.Topology == topology && known.Value.Message == error.Message);
        _errors[(topology, version)] = error;
        return isNew;
    }
}
