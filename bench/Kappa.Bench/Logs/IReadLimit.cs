namespace Kappa.Bench;

/// <summary>The least that reading a topic costs.</summary>
internal interface IReadLimit : IDisposable
{
    /// <summary>What it is, in a few words.</summary>
    string Name { get; }

    /// <summary>Reads the topic once.</summary>
    void Read();
}
