namespace Kappa.Engine;

/// <summary>
/// Tells whether the record in progress has the cause that the last one had: the same place, and the same slice, since
/// timers have one place in all.
/// </summary>
internal sealed class SameCause(TaskContext context)
{
    private Place _place;
    private long _cut = -1;

    /// <summary>Whether a new cause begins with the record in progress; asked once for each record.</summary>
    public bool IsNew()
    {
        Place place = context.Place;
        long cut = context.Clock.Cut.Number;
        bool isNew = cut != _cut || place.IsBefore(_place) || _place.IsBefore(place);
        (_place, _cut) = (place, cut);
        return isNew;
    }
}
