//! What a rule is about: the heading under which reports sum it up.

use super::word::words;

words! {
    /// The field a rule belongs to.
    Topic {
        /// Waste from its collection to its hand-over.
        MedicalWaste = "medical-waste", "inspect.topic.medical_waste";
        /// The sewage works and its tests.
        Sewage = "sewage", "inspect.topic.sewage";
        /// Boilers, pressure vessels, lifts, cylinders.
        SpecialEquipment = "special-equipment", "inspect.topic.special_equipment";
        /// Fire safety.
        Fire = "fire", "inspect.topic.fire";
        /// Water supply, the hospital's own tanks and pumps among it.
        Water = "water", "inspect.topic.water";
        /// Central air-conditioning.
        AirConditioning = "air-conditioning", "inspect.topic.air_conditioning";
        /// The canteen.
        Canteen = "canteen", "inspect.topic.canteen";
        /// Vehicles.
        Vehicles = "vehicles", "inspect.topic.vehicles";
        /// Licences and permits of the hospital.
        Licences = "licences", "inspect.topic.licences";
        /// The smoke-free hospital.
        SmokeFree = "smoke-free", "inspect.topic.smoke_free";
        /// Energy: saving it, and what is to be reported of it.
        Energy = "energy", "inspect.topic.energy";
        /// Assets and stores, and counting them.
        Assets = "assets", "inspect.topic.assets";
        /// Rounds through the departments.
        Rounds = "rounds", "inspect.topic.rounds";
        /// Safety: hidden dangers, and the meetings about them.
        Safety = "safety", "inspect.topic.safety";
        /// Trainings and study.
        Training = "training", "inspect.topic.training";
        /// Drills.
        Drills = "drills", "inspect.topic.drills";
        /// Power supply.
        Power = "power", "inspect.topic.power";
        /// Oxygen and other gases.
        Oxygen = "oxygen", "inspect.topic.oxygen";
        /// Heat supply.
        Heating = "heating", "inspect.topic.heating";
        /// Running and maintaining what has no heading of its own.
        Operation = "operation", "inspect.topic.operation";
        /// Contractors and what they were engaged for.
        Contractors = "contractors", "inspect.topic.contractors";
        /// Whatever is left, and rules that do not say.
        Other = "other", "inspect.topic.other";
    }
}
