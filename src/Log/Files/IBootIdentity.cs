namespace Kappa.Logs;

/// <summary>Tells a killed process from a machine that lost its unwritten memory.</summary>
internal interface IBootIdentity
{
    /// <summary>Changes when the machine starts anew; empty where nobody knows.</summary>
    string BootId { get; }
}
