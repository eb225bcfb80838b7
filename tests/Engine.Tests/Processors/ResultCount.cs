namespace Kappa.Engine.Tests;

/// <summary>How many results there were.</summary>
internal sealed class ResultCount
{
    public long Results { get; set; }
}
