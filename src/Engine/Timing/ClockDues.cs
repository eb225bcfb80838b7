namespace Kappa.Engine;

/// <summary>
/// When the versions of a topology are due by the clock, those that follow too: the one that makes cuts makes them for
/// all.
/// </summary>
/// <remarks>Any thread.</remarks>
public sealed class ClockDues
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _dues = [];

    /// <summary>The earliest due time, milliseconds since 1970; <see cref="long.MaxValue"/> for none.</summary>
    internal long EarliestMs
    {
        get
        {
            lock (_lock)
            {
                return _dues.Count == 0 ? long.MaxValue : _dues.Values.Min();
            }
        }
    }

    /// <summary>
    /// Whether another instance has timers: what it is due for next it says only when it has done a cut.
    /// </summary>
    /// <param name="instance">Name of the instance that asks.</param>
    internal bool HasOthers(string instance)
    {
        lock (_lock)
        {
            return _dues.Keys.Any(other => other != instance);
        }
    }

    /// <summary>Says when an instance is due next.</summary>
    /// <param name="instance">Name of it.</param>
    /// <param name="dueMs">When, milliseconds since 1970; <see cref="long.MaxValue"/> for never.</param>
    internal void Set(string instance, long dueMs)
    {
        lock (_lock)
        {
            if (dueMs == long.MaxValue)
            {
                _dues.Remove(instance);
            }
            else
            {
                _dues[instance] = dueMs;
            }
        }
    }
}
