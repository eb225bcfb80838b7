namespace Kappa.Tests;

/// <summary>An error that one call of a kind is to meet.</summary>
internal sealed class PlannedFault
{
    private int _left;
    private DiskFault _fault;

    public bool IsPending => _left > 0;

    /// <param name="nth">Which call, counted from now; 1 is the next.</param>
    /// <param name="fault">The error.</param>
    public void Plan(int nth, DiskFault fault) => (_left, _fault) = (nth, fault);

    /// <summary>Counts a call.</summary>
    /// <returns>Its error; null for none.</returns>
    public DiskFault? Take() => _left > 0 && Interlocked.Decrement(ref _left) == 0 ? _fault : null;
}
