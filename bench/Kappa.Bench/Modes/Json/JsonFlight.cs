namespace Kappa.Bench;

/// <summary>A flight as an object: what a user's class costs.</summary>
internal sealed class JsonFlight
{
    public string Date { get; set; } = "";

    public int Delay { get; set; }

    public int Distance { get; set; }

    public string Origin { get; set; } = "";

    public string Destination { get; set; } = "";
}
