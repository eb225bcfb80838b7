namespace Kappa.Snapshots;

/// <summary>Gives the bytes of a run of sorted rows (<see cref="SpoolRun"/>), from its start to its end.</summary>
internal interface IRunBytes : IDisposable
{
    /// <summary>Gives the next bytes.</summary>
    /// <param name="to">Gets them.</param>
    /// <returns>How many they are; 0 at the end.</returns>
    int Read(Span<byte> to);
}
